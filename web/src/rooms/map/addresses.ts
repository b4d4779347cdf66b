//! Addresses of the map, inside of the client and to pass on.
import { pathTo, type MapPage } from '../../router/routes';

export const areaHref = (id: string | null): string => pathTo({ name: 'map', page: 'area', id });
export const groupHref = (id: string): string => pathTo({ name: 'map', page: 'group', id });
export const pageHref = (page: MapPage): string => pathTo({ name: 'map', page, id: null });

/** What is passed on: the server's own page, which opens for everybody, also without a script. */
export const groupAddress = (id: string): string => `${location.origin}/map/group/${id}`;

/** An address whose secret no server sees. */
export const secretAddress = (page: 'keep' | 'request' | 'voucher', secret: string): string => `${location.origin}${pageHref(page)}#${secret}`;
