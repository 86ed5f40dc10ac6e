import { z } from "zod";
import { email, id, instant, linkToken, shortText } from "@/lib/zod";
import { asciiAddress } from "./rules";

/** A domain whose people may join, or one that waits for its link to be opened. */
export const joinDomain = z
  .object({
    id,
    domain: z.string(),
    /** Anybody can have an address there, so nobody may join by it: it was confirmed before that was known. */
    isPublic: z.boolean(),
    /** The address at which somebody confirms it. */
    email: z.string(),
    askedBy: z.object({ id, name: z.string() }),
    /** Null while the link was not opened. */
    confirmedAt: instant.nullable(),
    /** Until when the link works. */
    expiresAt: instant,
  })
  .meta({ id: "JoinDomain" });
export type JoinDomain = z.infer<typeof joinDomain>;
export const joinDomains = z.array(joinDomain);

export const askJoinDomainInput = z.object({ email: z.string().max(254).transform(asciiAddress).pipe(email) });
export const confirmJoinDomainInput = z.object({ token: linkToken });
export const joinDomainInput = z.object({ id });
export const joinDomainId = z.object({ id });

export const joinableWorkspace = z.object({ slug: z.string(), name: z.string(), members: z.int() });
export const joinableWorkspaces = z.object({
  /** The domain of the caller's address. */
  domain: z.string(),
  workspaces: z.array(joinableWorkspace),
});
export type JoinableWorkspaces = z.infer<typeof joinableWorkspaces>;
export const joinByDomainInput = z.object({ slug: shortText });
export const joinedWorkspace = z.object({ slug: z.string() });
