import { z } from "zod";
import { activities } from "./fields";

/** The most activities that one line makes: what was done, and what follows. */
export const mostLogged = 6;

export const logInput = z.object({ activities: z.array(activities.create).min(1).max(mostLogged) });
export const loggedActivities = z.array(activities.record);
