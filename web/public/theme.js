// Runs before the first paint, so that the page never flashes in the other theme.
(() => {
  let wish = "auto";
  try {
    wish = localStorage.getItem("truenorth-theme") ?? "auto";
  } catch {
    // Storage is refused in some private windows; the system's theme is right there.
  }
  const dark = wish === "dark" || (wish !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
