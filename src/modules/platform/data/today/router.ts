import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { countToday, listToday } from "./operations/list";
import { snoozeItem } from "./operations/snooze";

export const todayRouter = router({ list: query(listToday), counts: query(countToday), snooze: mutation(snoozeItem) });
