/** The limits of Pusher Channels, from its documentation. */
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
  /** Between the time of a request's signature and now. */
  clockSkewSeconds: 600,
};

/** Limits that protect this process, where Pusher names no number. */
export const BOUNDS = {
  /** A client's frame; a longer one closes its socket with 1009. */
  frameBytes: 65_536,
  /** A publisher's request: ten events of the full size, however much JSON escapes in them. */
  bodyBytes: 1_000_000,
  channelsPerSocket: 10_000,
  /**
   * Unsent data of a socket that does not read; beyond it the socket is closed with 4200, and reconnects when it
   * reads.
   */
  unreadBytes: 1_000_000,
};
