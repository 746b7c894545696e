import { ref } from 'vue';

/** What is being done with the open ticket, or at the desk, in a dialog. */
export type Act =
  | 'transfer'
  | 'wait'
  | 'escalate'
  | 'snooze'
  | 'resolve'
  | 'restrain'
  | 'write'
  | 'closeMany'
  | 'joinIncident'
  | 'endShift'
  | 'keys'
  | 'settings';

/** The dialog that is open, whoever asked for it: a button, a key or the palette. */
export const act = ref<Act>();
