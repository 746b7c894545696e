import type { FoundContact, FoundLink, OutgoingVerdict } from '../domain/safety.ts';
import { toPlainText } from '../lib/plain-text.ts';
import { refusals } from './outgoing-rules.ts';

type OutgoingDeps = {
  readonly findIn: (text: string) => {
    readonly links: readonly FoundLink[];
    readonly contacts: readonly FoundContact[];
  };
  /** numbers of police and authorities, which any text may name */
  readonly publicNumbers?: readonly string[];
};

/** `[[忘记密码]]` is a word to tap: sent as the customer's own, it asks him for nothing. */
const tappable = /\[\[[^[\]]{1,30}\]\]/g;

/** `evil com`, 「evil 点 com」: a space for the dot. No text of ours ends an English word so. */
const spaced = /(?<![a-z0-9])([a-z0-9][a-z0-9-]{1,62})(?: +| *(?:点|dot) *)(com|cn|net|org|xyz|cc)(?![a-z0-9])/i;
const spacedAll = new RegExp(spaced, 'gi');

/** Whether a text may go to a customer: the last door, for what the bot says and what agents write. */
export function createOutgoingCheck({ findIn, publicNumbers = [] }: OutgoingDeps): (text: string) => OutgoingVerdict {
  const open = new Set(publicNumbers);

  function foreignIn(text: string): OutgoingVerdict | undefined {
    return (
      foreignAsWritten(text) ?? (spaced.test(text) ? foreignAsWritten(text.replace(spacedAll, '$1.$2')) : undefined)
    );
  }

  function foreignAsWritten(text: string): OutgoingVerdict | undefined {
    const { links, contacts } = findIn(text);
    const link = links.find(({ official }) => !official);
    if (link) return refuse('foreign_link', `链接「${link.shown}」不在官方名单里，不能发给客户。`);
    const contact = contacts.find(({ official, value }) => !official && !open.has(value));
    if (contact) return refuse(`foreign_${contact.kind}`, `「${contact.value}」不在官方名单里，不能发给客户。`);
    return undefined;
  }

  return function checkOutgoing(text) {
    const plain = joined(toPlainText(text.replace(tappable, '')).text.toLowerCase());
    const rule = refusals.find(({ refuses }) => refuses(plain));
    const foreign = rule === undefined || rule.yields === true ? foreignIn(text) : undefined;
    return foreign ?? (rule ? refuse(rule.code, rule.reason) : { ok: true });
  };
}

/** Spaces and marks between two characters break up words to get them past a check: 「验.证-码」. */
function joined(text: string): string {
  return text.replace(/ +/g, '').replace(/(?<=[\u4e00-\u9fff])[-._*·~|+'’`]{1,3}(?=[\u4e00-\u9fff])/g, '');
}

function refuse(code: string, reason: string): OutgoingVerdict {
  return { ok: false, code, reason };
}
