import { columns, type Cells, type Column } from './entry-cells.ts';

/** The headings under which a Markdown file has the longer fields. */
const headings = {
  questions: '问法',
  answer: '回答',
  steps: '步骤',
  detail: '说明',
  prepare: '准备',
  related: '相关',
  illustrations: '图片和视频',
} as const satisfies Partial<Record<Column, string>>;
type Section = keyof typeof headings;

const sections = Object.keys(headings) as Section[];
const sectionOf = new Map(sections.map((section) => [headings[section] as string, section]));
const lists: ReadonlySet<Section> = new Set(['questions', 'steps', 'prepare', 'related', 'illustrations']);

/** Entries as one Markdown file: `## title`, a line of facts, then a heading for each field. */
export function writeMarkdown(entries: readonly Cells[]): string {
  return entries.map(writeOne).join('\n');
}

function writeOne(cells: Cells): string {
  const facts = `- id: ${cells.id}\n- topic: ${cells.topic}\n- intent: ${cells.intent}\n- priority: ${cells.priority}\n`;
  const parts = sections
    .filter((section) => cells[section] !== '')
    .map((section) => `\n### ${headings[section]}\n\n${body(section, cells[section])}\n`);
  return `## ${cells.title}\n\n${facts}${parts.join('')}`;
}

/** A text's own line that looks like a heading is marked, so that it is read as text again. */
function body(section: Section, value: string): string {
  const lines = value.split('\n');
  return lines.map((line) => (lists.has(section) ? `- ${line}` : line.replace(/^(#|\\)/, '\\$1'))).join('\n');
}

/** Whatever stands before the first `## ` is left out. */
export function readMarkdown(text: string): Partial<Cells>[] {
  const entries: Partial<Record<Column, string>>[] = [];
  let section: Section | undefined;
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)) {
    const title = /^## (.+)$/.exec(line)?.[1];
    const heading = /^### (.+)$/.exec(line)?.[1]?.trim();
    const current = entries.at(-1);
    if (title !== undefined) {
      entries.push({ title });
      section = undefined;
    } else if (current && heading !== undefined) {
      section = sectionOf.get(heading);
    } else if (current) {
      addLine(current, section, line);
    }
  }
  return entries;
}

function addLine(entry: Partial<Record<Column, string>>, section: Section | undefined, line: string): void {
  if (section === undefined) {
    const [, name = '', value = ''] = /^- (\w+): ?(.*)$/.exec(line) ?? [];
    if ((columns as readonly string[]).includes(name)) entry[name as Column] = value;
    return;
  }
  const said = lists.has(section) ? line.replace(/^- ?/, '') : line.replace(/^\\(#|\\)/, '$1');
  entry[section] = entry[section] === undefined ? said : `${entry[section]}\n${said}`;
}
