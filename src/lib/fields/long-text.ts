import { z } from "zod";
import { longText } from "@/lib/zod";
import { textual } from "./kind";

export const longTextRules = textual<"longText">(longText, z.string(), "longText");
