import type { SecurityOption, Service } from './types.ts';

/** An SELinux option of `security_opt`: `label:type:spc_t` has the field `type` and the text `spc_t`. */
export interface LabelOption {
  readonly option: SecurityOption;
  readonly field: string;
  /** What stands behind the field's colon; undefined for a word alone, such as `disable`. */
  readonly text: string | undefined;
}

/** The fields Docker knows (opencontainers/selinux, InitLabels); it refuses every other. */
export const labelFields: ReadonlySet<string> = new Set([
  'disable',
  'user',
  'role',
  'type',
  'level',
  'filetype',
]);

/** The SELinux options of a service that can be read as a whole, in their order. */
export function labelOptionsOf(service: Service): readonly LabelOption[] {
  return service.securityOptions.flatMap((option) => {
    const { name, argument } = option;
    if (name !== 'label' || argument === undefined) return [];
    const colon = argument.indexOf(':');
    return colon === -1
      ? { option, field: argument, text: undefined }
      : { option, field: argument.slice(0, colon), text: argument.slice(colon + 1) };
  });
}
