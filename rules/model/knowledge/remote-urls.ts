import { hostOfUrl, isLoopbackUrl } from './loopback-urls.ts';

/** Whether an address of a downloader is one of another machine, as far as it is written out; `file:` is not. */
export function isRemoteUrl(address: string): boolean {
  const isUrl = /^(?:https?|ftps?):\/\//i.test(address) || /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\//.test(address);
  return isUrl && hostOfUrl(address) !== undefined && !isLoopbackUrl(address);
}
