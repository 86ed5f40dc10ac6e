import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { parseISO } from "date-fns";

interface Keys {
  accessKey: string;
  secretKey: string;
}

const paramsOf = ({ searchParams }: URL): string => [...searchParams].map(String).sort().join("&");

/** Whether an address of a download is signed by these keys, as the SDK signs it: the library encodes some signs otherwise. */
export async function isSignedLink(link: URL, keys: Keys): Promise<boolean> {
  try {
    return paramsOf(await signedAs(link, keys)) === paramsOf(link);
  } catch {
    // An address that cannot be signed so is not signed.
    return false;
  }
}

/** The same address with the signature of these keys. */
async function signedAs(link: URL, { accessKey, secretKey }: Keys): Promise<URL> {
  const given = (name: string) => link.searchParams.get(name) ?? undefined;
  const [, bucket, ...key] = link.pathname.split("/");
  const [, , region = ""] = (given("X-Amz-Credential") ?? "").split("/");
  const s3 = new S3Client({
    region,
    endpoint: link.origin,
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key.map(decodeURIComponent).join("/"),
    ResponseContentType: given("response-content-type"),
    ResponseContentDisposition: given("response-content-disposition"),
    ResponseCacheControl: given("response-cache-control"),
  });
  const signingDate = parseISO(given("X-Amz-Date") ?? "");
  return new URL(await getSignedUrl(s3, command, { expiresIn: Number(given("X-Amz-Expires")), signingDate }));
}
