import type { Connection } from 'mongoose';
import { createSettle, type SettleDeps } from '../actions/settle.ts';
import { createTranscribeSilent } from '../actions/transcribe-silent.ts';
import { createTranscribe, type TranscribeDeps } from '../actions/transcribe.ts';
import { createActTries } from '../customers/act-tries-store.ts';
import type { Customers } from '../customers/customers-store.ts';
import { createTranscribedUntil } from '../customers/transcribed-until-store.ts';

type Parts = Omit<SettleDeps, 'customers' | 'transcribe' | 'tries'> &
  TranscribeDeps & {
    readonly connection: Connection;
    readonly customers: Customers;
  };

/** What follows a stored push, and what follows when its customer has fallen silent. */
export function joinSettling({ connection, ...shared }: Parts) {
  const { customers, clock } = shared;
  const transcribe = createTranscribe(shared);
  return {
    settle: createSettle({ ...shared, transcribe, tries: createActTries({ connection, clock }) }),
    transcribeSilent: createTranscribeSilent({
      ...{ customers, transcribe, clock },
      until: createTranscribedUntil({ connection }),
    }),
  };
}
