import { z } from "zod";
import { shortText } from "@/lib/zod";
import { textual } from "./kind";

export const phoneRules = textual<"phone">(shortText, z.string());
