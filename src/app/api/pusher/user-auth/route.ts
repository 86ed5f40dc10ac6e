import { authenticateSocket } from "@/modules/platform/realtime/operations";
import { formDoor } from "@/server/form-door";

export const POST = formDoor(authenticateSocket);
