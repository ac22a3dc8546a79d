/** What a button of the text editor does to the text and its selection. */
export interface Edit {
  text: string;
  from: number;
  to: number;
}

type Mark = (text: string, from: number, to: number) => Edit;

function around(left: string, right: string): Mark {
  return (text, from, to) => {
    const inside = text.slice(from, to);
    return {
      text: text.slice(0, from) + left + inside + right + text.slice(to),
      from: from + left.length,
      to: to + left.length,
    };
  };
}

function everyLine(prefix: string): Mark {
  return (text, from, to) => {
    const start = text.lastIndexOf("\n", from - 1) + 1;
    const lines = text.slice(start, to).split("\n");
    const on = lines.every((line) => line.startsWith(prefix));
    const changed = lines.map((line) => (on ? line.slice(prefix.length) : prefix + line)).join("\n");
    return { text: text.slice(0, start) + changed + text.slice(to), from: start, to: start + changed.length };
  };
}

export const marks = {
  bold: around("**", "**"),
  italic: around("*", "*"),
  code: around("`", "`"),
  link: around("[", "](https://)"),
  heading: everyLine("## "),
  list: everyLine("- "),
  quote: everyLine("> "),
} satisfies Record<string, Mark>;
