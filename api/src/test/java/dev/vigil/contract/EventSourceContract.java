package dev.vigil.contract;

/** All themes together: what every backend runs. */
public interface EventSourceContract
        extends CancelContract,
                ConnectContract,
                EdgeContract,
                ExclusiveContract,
                FeatureContract,
                FlagsContract,
                LevelContract,
                OneShotContract,
                RegistrationContract,
                ReuseContract,
                SocketFlagsContract {}
