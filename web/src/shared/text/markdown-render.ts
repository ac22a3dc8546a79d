import MarkdownIt from "markdown-it";

const mention = /@\[([^\]\n]+)\]\(([^)\s]+)\)/g;

/** Raw HTML is not understood and unsafe addresses are refused, so the result holds only what this renderer writes. */
const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false, breaks: true });

markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  if (token && /^[a-z]+:/i.test(String(token.attrGet("href")))) {
    token.attrSet("target", "_blank");
    token.attrSet("rel", "noopener noreferrer nofollow");
  }
  return self.renderToken(tokens, index, options);
};
/** Images of other servers would tell them who reads; they are shown as links. */
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  const source = markdown.utils.escapeHtml(String(token?.attrGet("src") ?? ""));
  const text = markdown.utils.escapeHtml(token?.content || "image");
  return `<a href="${source}" target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;
};

export function renderMarkdown(text: string): string {
  return markdown.render(text.replaceAll(mention, "**@$1**"));
}
