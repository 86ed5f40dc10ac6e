import { LIMITS } from "./limits";

/** What the name of a channel says about it. */
export type Kind = {
  /** Subscribing needs a signature. */
  signed: boolean;
  presence: boolean;
  encrypted: boolean;
  cache: boolean;
  /** The only user who may subscribe, on the channel of one user. */
  userId?: string;
};

const NAME = new RegExp(`^[A-Za-z0-9_\\-=@,.;]{1,${LIMITS.channelNameLength}}$`);
const OF_USER = "#server-to-user-";

/** The kind of a channel; nothing where no channel may have that name. */
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
