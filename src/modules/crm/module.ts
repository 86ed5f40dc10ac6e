import "server-only";
import { defineModule } from "@/server/operation";

export const crm = defineModule({ key: "crm-core" });
