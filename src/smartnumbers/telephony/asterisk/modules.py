"""The Asterisk modules that the product loads; the bundle holds these and no others.

The order does not matter to Asterisk. What an older release does not have yet is left out, unless it is REQUIRED.
"""

REQUIRED = (
    "app_stasis", "bridge_simple", "chan_pjsip", "codec_alaw", "format_wav", "pbx_config", "res_ari",
    "res_ari_asterisk", "res_ari_bridges", "res_ari_channels", "res_ari_events", "res_ari_playbacks",
    "res_http_websocket", "res_pjsip", "res_pjsip_endpoint_identifier_ip", "res_pjsip_sdp_rtp", "res_pjsip_session",
    "res_pjproject", "res_rtp_asterisk", "res_stasis", "res_stasis_playback", "res_timing_timerfd",
)  # fmt: skip

WELCOME = (
    # foundations
    "res_crypto", "res_sorcery_astdb", "res_sorcery_config", "res_sorcery_memory", "res_srtp", "res_security_log",
    "res_websocket_client",
    # SIP
    "res_pjsip_acl", "res_pjsip_authenticator_digest", "res_pjsip_caller_id", "res_pjsip_dlg_options",
    "res_pjsip_diversion", "res_pjsip_dtmf_info", "res_pjsip_endpoint_identifier_user", "res_pjsip_header_funcs",
    "res_pjsip_logger", "res_pjsip_nat", "res_pjsip_outbound_authenticator_digest",
    "res_pjsip_outbound_registration", "res_pjsip_pubsub", "res_pjsip_registrar", "res_pjsip_rfc3326",
    "res_pjsip_transport_websocket",
    # media
    "bridge_builtin_features", "bridge_holding", "bridge_native_rtp", "bridge_softmix", "chan_bridge_media",
    "chan_rtp", "chan_websocket", "codec_a_mu", "codec_g722", "codec_opus_open_source", "codec_resample",
    "codec_ulaw", "format_pcm", "format_sln", "res_format_attr_opus", "res_rtp_multicast",
    # ARI
    "res_ari_applications", "res_ari_device_states", "res_ari_endpoints", "res_ari_model", "res_ari_recordings",
    "res_ari_sounds", "res_stasis_answer", "res_stasis_device_state", "res_stasis_recording", "res_stasis_snoop",
    # dialplan
    "app_dial", "app_echo", "app_playback", "app_read", "app_record", "app_senddtmf", "app_stack", "app_verbose",
    "func_callerid", "func_channel", "func_dialplan", "func_global", "func_hangupcause", "func_logic",
    "func_pjsip_endpoint", "func_strings", "func_timeout",
    # speech recognition, for menus that are spoken to
    "app_speech_utils", "res_aeap", "res_speech", "res_speech_aeap",
)  # fmt: skip

MODULES = tuple(sorted(REQUIRED + WELCOME))
