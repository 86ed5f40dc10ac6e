import { z } from "zod";
import { email } from "@/lib/zod";
import { textual } from "./kind";

export const emailRules = textual<"email">(email, z.string(), "email");
