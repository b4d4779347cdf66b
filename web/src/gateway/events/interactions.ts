//! What becomes of the person's commands, clicks and forms.
import type { APIModalInteractionResponseCallbackData, APIUser } from 'discord-api-types/v10';

interface Progress {
  id: string;
  nonce?: string | null;
}

export interface InteractionEvents {
  INTERACTION_CREATE: Progress;
  INTERACTION_SUCCESS: Progress;
  INTERACTION_FAILURE: Progress & { reason_code?: number };
  INTERACTION_MODAL_CREATE: Progress & APIModalInteractionResponseCallbackData & { application: { id: string; name: string; bot?: APIUser }; channel_id: string };
  APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE: { nonce?: string | null; choices: { name: string; value: string | number; name_localized?: string }[] };
}
