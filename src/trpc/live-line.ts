"use client";

import type Pusher from "pusher-js";
import { createContext, use } from "react";

/** The connection to the channels server; null until it receives the workspace's signals. */
export const LiveLine = createContext<Pusher | null>(null);

export const useLiveLine = (): Pusher | null => use(LiveLine);
