/** Of tickets whose customer said that he no longer wants to live. */
export const crisisTopic = 'crisis';
