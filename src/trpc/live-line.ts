"use client";

import type Pusher from "pusher-js";
import { createContext, use } from "react";

/** The open line to the channels server; null until there is one. */
export const LiveLine = createContext<Pusher | null>(null);

export const useLiveLine = (): Pusher | null => use(LiveLine);
