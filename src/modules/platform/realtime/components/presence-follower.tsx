"use client";

import { useFollowPresence } from "../client";

/** Keeps who is online up to date for a whole page. Draws nothing. */
export function PresenceFollower() {
  useFollowPresence();
  return null;
}
