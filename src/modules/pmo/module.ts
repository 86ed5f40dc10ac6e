import "server-only";
import { defineModule } from "@/server/operation";

export const pmo = defineModule({ key: "pmo" });
