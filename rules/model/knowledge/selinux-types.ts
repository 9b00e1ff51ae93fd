/** Types of the reference policy and of container-selinux that the policy lets do nearly everything on the host. */
export const unconfinedTypes: ReadonlySet<string> = new Set([
  'spc_t',
  'unconfined_t',
  'container_runtime_t',
  'unconfined_service_t',
  'initrc_t',
]);
