/**
 * The one kind of message that drivers and servers tell each other since MongoDB 3.6.
 *
 * @see MongoDB manual, "MongoDB Wire Protocol"
 */
export const opMsg = 2013;

/** Length, number, the number it answers, kind: what every message begins with. */
export const messageHead = 16;

/** In an OP_MSG the flags and the section's kind come next. */
export const msgHead = messageHead + 5;
