/** The present moment. Every part that needs the time is given one of these; nothing reads the clock by itself. */
export type Clock = () => Date;

/** The machine's clock: the only place that reads it. */
export const systemClock: Clock = () => new Date();
