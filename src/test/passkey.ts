import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { env } from "@/env";

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const base64url = (data: Uint8Array) => Buffer.from(data).toString("base64url");

interface Question {
  options: Record<string, unknown>;
}

/** User present and verified; with a new credential at registration. */
const flags = { get: 0x05, create: 0x45 };

/** An authenticator in software with one ES256 key, for a browser on our own site or on `origin`. */
export function testAuthenticator() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  let used = 0;

  const own = new URL(env.NEXTAUTH_URL);
  const clientData = (type: "create" | "get", { options }: Question, origin: string) =>
    Buffer.from(JSON.stringify({ type: `webauthn.${type}`, challenge: options.challenge, origin, crossOrigin: false }));

  function authenticatorData(type: "create" | "get"): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++used);
    const head = [sha256(own.hostname), Buffer.from([flags[type]]), count];
    if (type === "get") return Buffer.concat(head);
    // COSE: an EC2 key for ES256 on P-256.
    const cose = [
      Buffer.from("a5010203262001215820", "hex"),
      Buffer.from(x, "base64url"),
      Buffer.from("225820", "hex"),
      Buffer.from(y, "base64url"),
    ];
    return Buffer.concat([...head, Buffer.alloc(16), Buffer.from([0, id.length]), id, ...cose]);
  }

  const answer = (response: Record<string, unknown>) => ({
    id: base64url(id),
    rawId: base64url(id),
    type: "public-key" as const,
    response,
    clientExtensionResults: {},
  });

  return {
    register(question: Question, origin = own.origin) {
      const data = authenticatorData("create");
      // CBOR: { fmt: "none", attStmt: {}, authData }.
      const head = Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex");
      const attestation = Buffer.concat([head, Buffer.from([data.length]), data]);
      const client = clientData("create", question, origin);
      return answer({ clientDataJSON: base64url(client), attestationObject: base64url(attestation), transports: [] });
    },
    assert(question: Question, origin = own.origin) {
      const data = authenticatorData("get");
      const client = clientData("get", question, origin);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey);
      return answer({
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signature),
      });
    },
  };
}
