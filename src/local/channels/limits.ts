/** What Pusher Channels limits, as its documentation says. */
export const LIMITS = {
  channelNameLength: 200,
  eventNameLength: 200,
  channelsPerEvent: 100,
  eventsPerBatch: 10,
  /** Of one event's data, in bytes of UTF-8. */
  dataBytes: 10_240,
  clientEventsPerSecond: 10,
  membersPerChannel: 100,
  userIdLength: 128,
  userInfoBytes: 1_024,
  /** Between the time that a request was signed for and now. */
  clockSkewSeconds: 600,
};

/** What keeps this process well, where Pusher names no number. */
export const BOUNDS = {
  /** A frame of a client; a longer one closes its socket with 1009. */
  frameBytes: 65_536,
  /** A request of a publisher: ten events of the full size, however much JSON escapes in them. */
  bodyBytes: 1_000_000,
  channelsPerSocket: 10_000,
  /** What waits for a socket that does not read; one that has more is closed with 4200 and comes back when it reads. */
  unreadBytes: 1_000_000,
};
