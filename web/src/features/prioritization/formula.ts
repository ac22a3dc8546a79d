/** Formulas as the server reads them: columns, numbers, + - * / ( ) and a handful of functions. Nothing is executed as code. */

type Values = Readonly<Record<string, number | undefined>>;
type Node = (values: Values) => number;

const functions: Readonly<Record<string, (...given: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  sqrt: Math.sqrt,
  ln: Math.log,
  log10: Math.log10,
  power: (base = Number.NaN, exponent = Number.NaN) => base ** exponent,
};

const token = /\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z_]\w*|[-+*/(),])/y;

function tokens(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text);
    if (!match?.[1]) throw new SyntaxError("Not a formula");
    found.push(match[1]);
  }
  return found;
}

class Reader {
  private at = 0;
  private readonly parts: readonly string[];

  constructor(parts: readonly string[]) {
    this.parts = parts;
  }

  whole(): Node {
    const node = this.sum();
    if (this.at < this.parts.length) throw new SyntaxError("Not a formula");
    return node;
  }

  private take(...wanted: string[]): string | null {
    const part = this.parts[this.at];
    if (part === undefined || !wanted.includes(part)) return null;
    this.at += 1;
    return part;
  }

  private expect(wanted: string): void {
    if (!this.take(wanted)) throw new SyntaxError("Not a formula");
  }

  private sum(): Node {
    let left = this.product();
    for (let sign = this.take("+", "-"); sign; sign = this.take("+", "-")) {
      const [before, after, factor] = [left, this.product(), sign === "+" ? 1 : -1];
      left = (values) => before(values) + factor * after(values);
    }
    return left;
  }

  private product(): Node {
    let left = this.signed();
    for (let sign = this.take("*", "/"); sign; sign = this.take("*", "/")) {
      const [before, after, divides] = [left, this.signed(), sign === "/"];
      left = (values) => (divides ? before(values) / after(values) : before(values) * after(values));
    }
    return left;
  }

  private signed(): Node {
    if (this.take("+")) return this.signed();
    if (!this.take("-")) return this.single();
    const node = this.signed();
    return (values) => -node(values);
  }

  private single(): Node {
    if (this.take("(")) {
      const node = this.sum();
      this.expect(")");
      return node;
    }
    const part = this.parts[this.at];
    this.at += 1;
    if (part === undefined || /^[-+*/(),]$/.test(part)) throw new SyntaxError("Not a formula");
    if (!/^[A-Za-z_]/.test(part)) return () => Number(part);
    return this.take("(") ? this.call(part) : (values) => values[part] ?? Number.NaN;
  }

  private call(name: string): Node {
    const act = functions[name];
    if (!act) throw new SyntaxError("Not a formula");
    const given = [this.sum()];
    while (this.take(",")) given.push(this.sum());
    this.expect(")");
    return (values) => act(...given.map((node) => node(values)));
  }
}

const known = new Map<string, Node | null>();

function read(text: string): Node | null {
  const before = known.get(text);
  if (before !== undefined) return before;
  let node: Node | null = null;
  try {
    node = new Reader(tokens(text)).whole();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  known.set(text, node);
  return node;
}

/** The formula's value; null where a number is missing, it cannot be read, or it has no value there. */
export function evaluate(text: string, values: Values): number | null {
  const value = read(text)?.(values);
  return value !== undefined && Number.isFinite(value) ? value : null;
}

const signs: Readonly<Record<string, string>> = { "*": "×", "/": "÷", "-": "−" };

/** "(13 + 8 + ?) ÷ 6": the formula with the numbers in it. */
export function fillIn(text: string, write: (column: string) => string): string {
  let parts: string[];
  try {
    parts = tokens(text);
  } catch {
    return text;
  }
  const words = parts.map((part, index) => {
    if (/^[A-Za-z_]/.test(part)) return parts[index + 1] === "(" ? part : write(part);
    return signs[part] ?? part;
  });
  return words.reduce((line, word, index) => {
    const tight = index === 0 || word === ")" || word === "," || /[(]$/.test(line);
    const called = word === "(" && /\w$/.test(line);
    return line + (tight || called ? "" : " ") + word;
  }, "");
}

/** The columns that a formula names, in the order of their first use; none while it cannot be read. */
export function columnsIn(text: string): string[] {
  try {
    const parts = tokens(text);
    const names = parts.filter((part, index) => /^[A-Za-z_]/.test(part) && parts[index + 1] !== "(");
    return [...new Set(names)];
  } catch {
    return [];
  }
}
