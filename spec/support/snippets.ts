/** A fenced block of a document. */
export interface Snippet {
  /** `README.md, line 14`. */
  readonly where: string;
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a Markdown document, in order. */
export function findSnippets(name: string, markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(\w*)/.exec(line);
    if (open === undefined) {
      if (fence) open = { language: fence[1] ?? '', line: index + 2, lines: [] };
    } else if (fence) {
      const { language, lines } = open;
      snippets.push({ where: `${name}, line ${open.line}`, language, code: `${lines.join('\n')}\n` });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  return snippets;
}
