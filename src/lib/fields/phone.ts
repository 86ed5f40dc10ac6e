import { z } from "zod";
import { shortText } from "@/lib/zod";
import { textRulesOf } from "./kind";

export const phoneRules = textRulesOf<"phone">(shortText, z.string());
