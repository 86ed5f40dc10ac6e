import { defineEvents, noData } from "@/lib/events";

export const optionListEvents = defineEvents("optionList", { updated: noData });
