import { day, givenDay } from "@/lib/zod";
import { textual } from "./kind";

export const dateRules = textual<"date">(givenDay, day, "day");
