import type { AvatarPicture } from "./avatar.ts";

/** The addresses that the host may ask for a picture; it looks again and more closely before it does. */
const PICTURE_ADDRESS = /^\s*https?:\/\/[^\s/?#]/i;

/** What the header can show for the avatar's address; a picture counts for the address alone that it was asked for. */
export function avatarPicture(
  avatar: string | undefined,
  loaded: { readonly url: string; readonly data: string } | undefined,
): AvatarPicture {
  if (avatar === undefined || !PICTURE_ADDRESS.test(avatar)) return { kind: "none" };
  return loaded?.url === avatar ? { kind: "shown", data: loaded.data } : { kind: "offered" };
}
