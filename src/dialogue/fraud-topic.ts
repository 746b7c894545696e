/** The topic of entries and tickets about impostors and tricks. */
export const fraudTopic = 'fraud';
