import { LIMITS } from "./limits";

/** The facts that a channel's name reveals. */
export type Kind = {
  /** Subscribing needs a signature. */
  signed: boolean;
  presence: boolean;
  encrypted: boolean;
  cache: boolean;
  /** For a user's own channel, the only user who may subscribe. */
  userId?: string;
};

const NAME = new RegExp(`^[A-Za-z0-9_\\-=@,.;]{1,${LIMITS.channelNameLength}}$`);
const OF_USER = "#server-to-user-";

/** The kind of a channel; undefined for an invalid name. */
export function kindOf(name: string): Kind | undefined {
  if (name.startsWith(OF_USER)) {
    const userId = name.slice(OF_USER.length);
    const fits = userId !== "" && userId.length <= LIMITS.userIdLength;
    return fits ? { signed: false, presence: false, encrypted: false, cache: false, userId } : undefined;
  }
  if (!NAME.test(name)) return undefined;
  const presence = name.startsWith("presence-");
  return {
    signed: presence || name.startsWith("private-"),
    presence,
    encrypted: name.startsWith("private-encrypted-"),
    cache: /^(private-encrypted-|private-|presence-|)cache-/.test(name),
  };
}
