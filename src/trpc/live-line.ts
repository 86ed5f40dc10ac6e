"use client";

import type Pusher from "pusher-js";
import { createContext, use } from "react";

/** The line to the channels server; null until it hears what happens in the workspace. */
export const LiveLine = createContext<Pusher | null>(null);

export const useLiveLine = (): Pusher | null => use(LiveLine);
