const key = "truenorth-workspace";

export function lastWorkspace(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function rememberWorkspace(slug: string): void {
  try {
    localStorage.setItem(key, slug);
  } catch {
    // Without storage the first workspace opens next time.
  }
}
