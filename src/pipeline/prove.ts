import type { Customer } from '../domain/customer.ts';
import type { Proof, Wish } from '../domain/identity.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isServing, type ChallengeAnswer } from '../identity/challenges.ts';
import type { IdentityTexts } from '../identity/identity-texts.ts';
import { fill } from '../lib/fill.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';

export type ProveDeps = {
  readonly texts: IdentityTexts;
  readonly check: (customer: CustomerId, code: string, push: string) => Promise<ChallengeAnswer>;
  readonly giveWord: (customer: CustomerId) => Promise<string>;
};

type Asked = { readonly customer: Customer; readonly ticket: Ticket | undefined; readonly push: string };

/** Whether who talks to the customer is ours. One answer to everything but a live match: nothing can be learnt from it. */
export function createProve({ texts, check, giveWord }: ProveDeps) {
  const unproven: Proof = { text: texts.notConfirmed, because: 'proof.none' };

  return async (wish: Wish, { customer: { customer }, ticket, push }: Asked): Promise<Proof> => {
    switch (wish.kind) {
      case 'agent': {
        const { employeeNumber } = wish;
        if (!isServing(employeeNumber, ticket?.owner)) return unproven;
        return { text: fill(texts.servingAgent, { employeeNumber }), because: 'proof.serving' };
      }
      case 'code': {
        const answer = await check(customer, wish.code, push);
        if (answer.kind === 'notConfirmed') return unproven;
        const { name, employeeNumber, matter } = answer.by;
        const since = shanghaiMinute(answer.since);
        return { text: fill(texts.agentConfirmed, { name, employeeNumber, since, matter }), because: 'proof.code' };
      }
      case 'word': {
        const word = await giveWord(customer);
        const shown = fill(texts.wordGiven, { word: '[已隐藏]' });
        return { text: fill(texts.wordGiven, { word }), shown, because: 'proof.word' };
      }
    }
  };
}

export type Prove = ReturnType<typeof createProve>;
