import { z } from "zod";
import { email } from "@/lib/zod";
import { textRulesOf } from "./kind";

export const emailRules = textRulesOf<"email">(email, z.string(), "email");
