/** The smallest files that are what they say: for pushes of media without a file of their own. */
export const sampleMedia = {
  image: {
    format: 'image/png',
    bytes: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    ),
  },
  voice: { format: 'audio/amr', bytes: Buffer.from('#!AMR\n\x7c\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1') },
  video: { format: 'video/mp4', bytes: Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08mdat', 'latin1') },
  thumb: { format: 'image/jpeg', bytes: Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex') },
} as const;
