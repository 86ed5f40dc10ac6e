"use client";

import { useFollowPresence } from "../client";

/** Keeps the online list up to date for a whole page. Renders nothing. */
export function PresenceFollower() {
  useFollowPresence();
  return null;
}
