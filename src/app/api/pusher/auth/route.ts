import "@/registry/parts";
import { authorizeChannel } from "@/modules/platform/realtime/operations";
import { formDoor } from "@/server/form-door";

export const POST = formDoor(authorizeChannel);
