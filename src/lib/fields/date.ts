import { day, givenDay } from "@/lib/zod";
import { textRulesOf } from "./kind";

export const dateRules = textRulesOf<"date">(givenDay, day, "day");
