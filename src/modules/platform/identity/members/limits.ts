import "server-only";
import type { CountedLimit } from "@/server/limits";
import { memberEvents } from "./events";

/** Members who can sign in, viewers included; placeholders and open invitations take no seat. */
export const seatLimit: CountedLimit = {
  key: "seats",
  adds: [memberEvents.joined],
  async counted({ db }) {
    const members = await db.member.findMany({
      where: { status: "active" },
      select: { id: true, name: true, role: true, keepsSeat: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const rank = ({ role, keepsSeat }: (typeof members)[number]) => [role !== "owner", !keepsSeat].map(Number).join("");
    return members.toSorted((a, b) => rank(a).localeCompare(rank(b)));
  },
};
