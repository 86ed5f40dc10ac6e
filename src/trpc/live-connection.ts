"use client";

import type Pusher from "pusher-js";
import { createContext, use } from "react";

/** The connection to the channels server; null until it receives the workspace's signals. */
export const LiveConnection = createContext<Pusher | null>(null);

export const useLiveConnection = (): Pusher | null => use(LiveConnection);
