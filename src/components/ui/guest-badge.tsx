import { Badge } from "./badge";

/** Marks a person as a guest of the workspace. */
export const GuestBadge = () => <Badge>Guest</Badge>;
