/** @returns the milliseconds of processor time that `act` took: what else the machine does is not counted */
export function processorMs(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
