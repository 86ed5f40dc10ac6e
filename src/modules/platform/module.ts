import "server-only";
import { defineIdentity, defineModule } from "@/server/operation";

export const platform = defineModule({ key: "platform" });
export const identity = defineIdentity({ key: "platform" });
